# verdict: memory_limit
# says: emory
import zlib

bomb = zlib.compress(bytes(60 << 20))
kept = []
while True:
    kept.append(zlib.decompress(bomb))
