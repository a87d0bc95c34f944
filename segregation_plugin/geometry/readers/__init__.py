"""Lines of a layer as streamed batches of arrays, without an object per feature where the file allows it."""
