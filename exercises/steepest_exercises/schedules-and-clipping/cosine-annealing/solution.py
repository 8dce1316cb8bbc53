import math


def cosine_annealing(step, total, lr_max, lr_min=0.0):
    progress = min(step, total) / total  # from 0 to 1; without min the wave would rise again
    wave = (1 + math.cos(math.pi * progress)) / 2  # half a wave, from 1 down to 0
    return lr_min + (lr_max - lr_min) * wave
