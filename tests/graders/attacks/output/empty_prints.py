# verdict: output_limit
while True:
    print(end="")
