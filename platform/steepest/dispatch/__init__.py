"""How a queued submission reaches a grader: the queue, its doorbell, and the worker's loop."""
