"""What may be asked about advice: why, why not, and how two pieces of advice differ."""
