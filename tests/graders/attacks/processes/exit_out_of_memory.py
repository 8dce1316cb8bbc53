# verdict: memory_limit
# It may say this of itself: nothing is gained.
import os

os._exit(73)
