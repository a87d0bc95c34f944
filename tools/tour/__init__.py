"""The panel in the real desktop: installed as a person does, used from the first page to the last, with pictures."""
