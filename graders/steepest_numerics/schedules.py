"""Learning-rate schedules: the rate of an optimiser as a function of the step or epoch, both counted from 0.

Each computes in the type of the rates that it is given, numbers or NumPy scalars.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Rate: TypeAlias = float | np.floating[Any]


def step_decay(lr0: Rate, epoch: int, drop: Rate = 0.5, every: int = 10) -> Rate:
    r"""Step decay: the rate falls by a factor every so many epochs, and stays the same in between.

    .. math:: \eta = \eta_0 \, d^{\lfloor e / k \rfloor}

    Parameters
    ----------
    lr0 : float
        Rate in epoch 0.
    epoch : int
        :math:`e`, counted from 0.
    drop : float
        :math:`d`, what is left of the rate after each fall.
    every : int
        :math:`k`, the number of epochs between two falls, at least 1.

    Returns
    -------
    float
        The rate in this epoch.

    References
    ----------
    In use since the early days of backpropagation; for deep nets e.g. He, Zhang, Ren and Sun (2016), Deep
    residual learning for image recognition, section 3.4.

    Examples
    --------
    >>> [step_decay(0.1, epoch) for epoch in (0, 9, 10, 25)]
    [0.1, 0.1, 0.05, 0.025]
    """
    return lr0 * drop ** (epoch // every)


def cosine_annealing(step: int, total: int, lr_max: Rate, lr_min: Rate = 0.0) -> Rate:
    r"""Cosine annealing: half a wave from the largest rate down to the smallest, which then stays.

    .. math:: \eta = \eta_{min} + \frac{1}{2} (\eta_{max} - \eta_{min}) \left(1 + \cos \frac{\pi t}{T}\right)

    Parameters
    ----------
    step : int
        :math:`t`, counted from 0; past `total` it counts as `total`.
    total : int
        :math:`T`, the number of steps of the descent, at least 1.
    lr_max, lr_min : float
        Rates at step 0 and from step `total` on.

    Returns
    -------
    float
        The rate at this step.

    References
    ----------
    Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts.

    Examples
    --------
    >>> [round(float(cosine_annealing(step, 100, 0.1, 0.001)), 6) for step in (0, 50, 100, 150)]
    [0.1, 0.0505, 0.001, 0.001]
    """
    real = np.result_type(lr_max, lr_min).type
    wave: np.floating[Any] = 1 + np.cos(np.pi * real(min(step, total)) / total)
    return lr_min + (lr_max - lr_min) / 2 * wave


def warm_restarts(step: int, first: int, factor: int, lr_max: Rate, lr_min: Rate = 0.0) -> Rate:
    """Cosine annealing again and again, each period `factor` times as long as the one before.

    Parameters
    ----------
    step : int
        Counted from 0.
    first : int
        Length of the first period in steps, at least 1.
    factor : int
        Ratio of the lengths of a period and the one before, at least 1.
    lr_max, lr_min : float
        The rate that each period starts with, and the one that it approaches.

    Returns
    -------
    float
        The rate at this step. The step that ends a period starts the next, at `lr_max`.

    References
    ----------
    Loshchilov and Hutter (2017), SGDR: stochastic gradient descent with warm restarts.

    Notes
    -----
    The period is found by subtracting whole numbers. The closed form with a logarithm errs by rounding just
    where a period begins: 1 + 3 + 9 + 27 + 81 = 121, but ``log(243, 3)`` is 4.999999999999999.

    Examples
    --------
    Periods of 10, 20 and 40 steps:

    >>> [round(float(warm_restarts(step, 10, 2, 0.1)), 6) for step in (0, 5, 10, 20, 30)]
    [0.1, 0.05, 0.1, 0.05, 0.1]
    """
    length = first
    while step >= length:
        step -= length
        length *= factor
    return cosine_annealing(step, length, lr_max, lr_min)


def linear_warmup(step: int, warmup: int, lr_max: Rate) -> Rate:
    r"""Linear warmup: from a small first rate up to the full one, then constant.

    .. math:: \eta = \eta_{max} \min\left(1, \frac{t + 1}{W}\right)

    Parameters
    ----------
    step : int
        :math:`t`, counted from 0. The first rate is not 0, or the first step would be wasted.
    warmup : int
        :math:`W`, the number of steps up to the full rate; 0 for no warmup.
    lr_max : float
        The full rate.

    Returns
    -------
    float
        The rate at this step.

    References
    ----------
    Goyal et al. (2017), Accurate, large minibatch SGD: training ImageNet in 1 hour, section 2.2.

    Examples
    --------
    >>> [linear_warmup(step, 4, 1.0) for step in range(6)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
    """
    if step + 1 >= warmup:
        return lr_max
    return lr_max * (step + 1) / warmup
