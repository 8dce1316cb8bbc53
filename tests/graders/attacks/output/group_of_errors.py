# verdict: runtime_error
# An error that holds a thousand others, each with a long message.
errors = [ValueError("x" * 10_000) for _ in range(1000)]
group = ExceptionGroup("\x1b[2J" + "y" * 10_000, errors)
for _ in range(20):
    group = ExceptionGroup("</pre>" * 1000, [group])
raise group
