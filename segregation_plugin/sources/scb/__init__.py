"""SCB's services: areas by WFS, statistics by PxWebApi v2, asked politely and kept."""
