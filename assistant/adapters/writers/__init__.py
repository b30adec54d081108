"""Files that are handed out, written as a stream: whatever their length, only a piece of them is in memory."""
