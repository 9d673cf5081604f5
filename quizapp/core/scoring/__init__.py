"""Key and chosen options in, score out; may not know who answered."""
