"""Where to begin: a text of each type that can be asked as it stands, and is to be written over."""

from __future__ import annotations

from collections.abc import Mapping

from steepest_graders.text import Text

NAMES: Mapping[str, Text] = {
    "single": Text("Single choice", "单选题"),
    "multiple": Text("Multiple choice", "多选题"),
    "true-false": Text("True or false", "判断题"),
    "numeric": Text("A number", "数值题"),
    "short": Text("A word or two", "填空题"),
    "formula": Text("A formula", "公式题"),
    "ordering": Text("Put in order", "排序题"),
    "matching": Text("Match", "配对题"),
    "code-reading": Text("What does this print", "读代码写输出"),
    "fill-in": Text("A missing line of code", "补全代码行"),
}

_HEAD = """\
id: {id}
type: {type}
tags: []
"""

_BODIES: Mapping[str, str] = {
    "single": """\
prompt:
  en: Which way does gradient descent step?
  zh: 梯度下降往哪个方向走一步？
choices:
  - id: against
    correct: true
    text: {en: Against the gradient, zh: 与梯度相反的方向}
    feedback: {en: Yes. The gradient points to steepest increase., zh: 对。梯度指向上升最快的方向。}
  - id: along
    text: {en: Along the gradient, zh: 沿着梯度的方向}
    feedback: {en: That way the loss grows., zh: 往那边走，损失会变大。}
""",
    "multiple": """\
prompt:
  en: Which of these does Adam keep for every weight?
  zh: Adam 为每个权重保存哪些量？
credit: balanced # or all: credit only where everything is right
choices:
  - id: first-moment
    correct: true
    text: {en: A moving average of the gradient, zh: 梯度的移动平均}
    feedback: {en: Yes. It is the first moment., zh: 对，这是一阶矩。}
  - id: second-moment
    correct: true
    text: {en: A moving average of its square, zh: 梯度平方的移动平均}
    feedback: {en: Yes. It is the second moment., zh: 对，这是二阶矩。}
  - id: hessian
    text: {en: A row of the second derivatives, zh: 二阶导数的一行}
    feedback: {en: No second derivative is computed., zh: 不需要计算二阶导数。}
""",
    "true-false": """\
prompt:
  en: A partial derivative is a vector.
  zh: 偏导数是一个向量。
answer: false
right: {en: It is a number. The vector of them is the gradient., zh: 它是一个数；由它们组成的向量才是梯度。}
otherwise: {en: One partial derivative is one number., zh: 一个偏导数就是一个数。}
""",
    "numeric": """\
parameters: # numbers that differ from student to student
  a: [3, 5, 7]
derived:
  loss: mse([a, 5], [1, 1])
prompt:
  en: What is the mean squared error of [{{a}}, 5] against [1, 1]?
  zh: "[{{a}}, 5] 相对于 [1, 1] 的均方误差是多少？"
value: loss
tolerance: {absolute: 0.01} # or {relative: 0.01}, or {figures: 3}
wrong:
  - value: 2 * loss
    feedback: {en: That is the sum. Divide by the number of elements., zh: 这是总和，还要除以元素个数。}
right: {en: Yes., zh: 对。}
otherwise: {en: "Subtract, square, then take the mean.", zh: 先相减，再平方，然后取平均。}
""",
    "short": """\
prompt:
  en: What is the vector of all partial derivatives called?
  zh: 由所有偏导数组成的向量叫什么？
answers: [gradient, the gradient, 梯度] # in any language; capitals and hyphens don't matter
wrong:
  - answers: [hessian, 海森矩阵]
    feedback: {en: That holds the second derivatives., zh: 那是由二阶导数组成的。}
right: {en: Yes., zh: 对。}
otherwise: {en: It points to steepest increase., zh: 它指向上升最快的方向。}
""",
    "formula": """\
prompt:
  en: What is the derivative of $w^2 + 3w$ with respect to $w$?
  zh: $w^2 + 3w$ 对 $w$ 的导数是什么？
variables:
  w: {from: -2, to: 2}
answer: 2 * w + 3
wrong:
  - answer: 2 * w
    feedback: {en: The second term has a derivative too., zh: 第二项也有导数。}
right: {en: Yes., zh: 对。}
otherwise: {en: Take the derivative term by term., zh: 请逐项求导。}
""",
    "ordering": """\
prompt:
  en: Put the parts of one training step in order.
  zh: 请把一个训练步骤的各部分排好顺序。
credit: pairs # or all
items: # in the right order; students see them shuffled
  - id: forward
    text: {en: Compute the predictions, zh: 计算预测值}
  - id: loss
    text: {en: Compute the loss, zh: 计算损失}
  - id: backward
    text: {en: Compute the gradient, zh: 计算梯度}
  - id: update
    text: {en: Update the weights, zh: 更新权重}
right: {en: Yes., zh: 对。}
otherwise: {en: "What does each part need from another?", zh: 想一想每一部分需要先有什么。}
""",
    "matching": """\
prompt:
  en: Match each task with its usual loss.
  zh: 请为每个任务选出常用的损失函数。
items:
  - id: price
    text: {en: The price of a house, zh: 房屋的价格}
    match: mse
  - id: digit
    text: {en: Which digit is written, zh: 写的是哪个数字}
    match: cross-entropy
targets: # a target may be nobody's
  - id: mse
    text: {en: Mean squared error, zh: 均方误差}
  - id: cross-entropy
    text: {en: Cross-entropy, zh: 交叉熵}
right: {en: Yes., zh: 对。}
otherwise: {en: "Is a number predicted or a class?", zh: 预测的是数值还是类别？}
""",
    "code-reading": """\
prompt:
  en: What does this print?
  zh: 这段代码打印什么？
code: |
  w = 1.0
  for _ in range(2):
      w = w - 0.5 * w
  print(w)
output: "0.25"
wrong:
  - output: "0.0"
    feedback: {en: The second step starts at 0.5., zh: 第二步从 0.5 开始。}
right: {en: Yes., zh: 对。}
otherwise: {en: Follow w through both steps., zh: 请跟着 w 走完两步。}
""",
    "fill-in": """\
prompt:
  en: Which line makes this a step of gradient descent?
  zh: 哪一行能使它成为梯度下降的一步？
code: |
  def step(w, gradient, lr):
      ____
      return w
solution: w = w - lr * gradient
calls: ["step(1.0, 2.0, 0.1)", "step(-3.0, 0.5, 0.2)"]
right: {en: Yes., zh: 对。}
otherwise: {en: The step goes against the gradient., zh: 应当朝梯度的反方向走。}
""",
}

QUIZ = """\
title: {en: A new quiz, zh: 新的测验}
summary: {en: What it is about., zh: 它是关于什么的。}
level: beginner # beginner, intermediate or advanced
minutes: 10
settings:
  attempts: unlimited # or a number
  counts: best # best, last or average
  # time-limit: 20 # minutes
  shuffle: true
  feedback: at-once # at-once, after-attempt, after-close or never
  answers: after-attempt
  pass: 0.6
  # from: "2027-01-31T08:00+01:00"
  # until: "2027-02-07T23:59+01:00"
questions: [] # ids of questions, or whole questions
# draw: # so many of those with a tag
#   - {tag: gradients, count: 3}
"""


def question(kind: str, slug: str) -> str:
    """The text to begin a question with."""
    return _HEAD.format(id=slug, type=kind) + _BODIES[kind]
