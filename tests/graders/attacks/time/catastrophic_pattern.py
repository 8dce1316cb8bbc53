# verdict: time_limit
import re

re.match("(a+)+$", "a" * 60 + "b")
