# verdict: time_limit
def spin():
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
        finally:
            spin()


spin()
