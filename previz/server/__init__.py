"""The HTTP dialects and the job queue behind them."""
