"""The blind guesser: the score of somebody who never reads what the questions are about."""
