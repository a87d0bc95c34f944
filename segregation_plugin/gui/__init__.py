"""What a person sees and sets; starts registered algorithms and holds no analysis."""
