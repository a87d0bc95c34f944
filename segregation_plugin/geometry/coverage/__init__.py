"""Areas that tile the plane as one net of borders: what makes lines per area fast at national scale."""
