"""What the reader of questions complains of, in both languages.

It speaks English, as the command line does; these are its sentences in Chinese. `{}` stands for what differs. A
sentence that is missing here is shown in English: better than nothing, and a test counts them.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest

from steepest.prose import ProseError
from steepest_graders.quiz import QuestionError
from steepest_graders.text import Text

SENTENCES = {
    # what is wrong
    "a question is not a mapping.": "题目应由“键: 值”组成。",
    "a quiz is not a mapping.": "测验应由“键: 值”组成。",
    "the type {} is unknown.": "没有题型 {}。",
    "the key {} is unknown.": "没有键 {}。",
    "{} is not a mapping.": "{} 应由“键: 值”组成。",
    "the {} is {}.": "{} 是 {}。",
    "`{}` is no list of different words.": "`{}` 应是一列互不相同的词。",
    "a word of `{}` is too long.": "`{}` 中有一个词太长。",
    "`{}` is not given in two languages.": "`{}` 没有用两种语言写出。",
    "`{}` is empty in {}.": "`{}` 的 {} 文字是空的。",
    "`{}` can't be kept in {}.": "`{}` 的 {} 文字无法保存。",
    "`{}` can't be kept.": "`{}` 无法保存。",
    "`{}` is no list.": "`{}` 应是一个列表。",
    "{} is no word.": "{} 不是词。",
    "this is too long.": "太长了。",
    "a quick check or an exercise can't stand here.": "这里不能放小测或练习。",
    "a Python fence has the options {}.": "Python 代码块有选项 {}。",
    "the {} fence holds {}.": "{} 块的内容是 {}。",
    "the figure {} needs a caption of one paragraph.": "插图 {} 需要一段说明文字。",
    "the formula {} {}.": "公式 {} 有误：{}。",
    "there are too many `[`.": "`[` 太多。",
    "the text is nested too deeply.": "嵌套太深。",
    "this range is empty or too long.": "这个范围是空的，或者太长。",
    "`{}` is missing or empty.": "`{}` 缺失或为空。",
    "`{}` is missing.": "缺少 `{}`。",
    "`{}` is {}.": "`{}` 是 {}。",
    "there are no two {}.": "`{}` 不足两项。",
    "there are no {}.": "`{}` 里什么也没有。",
    "there are {} {}.": "有 {} 项 {}。",
    "this range has {} values.": "这个范围有 {} 个取值。",
    "this range is empty or too wide.": "这个范围是空的或太宽。",
    "`answer` has hardly a value anywhere.": "`answer` 几乎处处没有值。",
    "`derived` stands without `parameters`.": "有 `derived` 却没有 `parameters`。",
    "{} can't be a variable.": "{} 不能用作变量。",
    "{} is no number.": "{} 不是数。",
    "{} stands in `parameters` too.": "{} 在 `parameters` 中也有。",
    "two {} have the same id, {}.": "`{}` 中有两项的 id 都是 {}。",
    "there is no {}.": "没有 {}。",
    "two {} have the same id.": "`{}` 中有两项 id 相同。",
    "two {} read the same.": "`{}` 中有两项的文字相同。",
    "{} choices are correct.": "有 {} 个选项是正确的。",
    "no choice is correct.": "没有正确选项。",
    "the right choice shows a misconception.": "正确选项不能带有常见误解。",
    "the wrong value {} counts as right.": "错误值 {} 会被算作正确。",
    "{} counts as right.": "{} 会被算作正确。",
    "this wrong output counts as right.": "这个错误输出会被算作正确。",
    "this wrong answer is equal to the right one.": "这个错误答案与正确答案相等。",
    "no number that can be written is right.": "没有能写出来的数算正确。",
    "an answer is nothing but punctuation.": "答案只有标点。",
    "there is no target {}.": "没有目标 {}。",
    "the tolerance is negative.": "容差是负数。",
    "`tolerance` is not one of three.": "`tolerance` 应是三种写法之一。",
    "`{}` has no value: {}": "`{}` 没有值：{}",
    "{} can't be read: {}": "{} 无法读懂：{}",
    "{} is no parameter.": "{} 不是参数。",
    "{} can't be filled.": "{} 无法填入。",
    "{} can't be a name here.": "{} 不能用作名称。",
    "{} has no values.": "{} 没有取值。",
    "no draw of the parameters has a value.": "参数的任何取值都算不出结果。",
    "the code is no Python: {}.": "代码不是合法的 Python：{}。",
    "the code has not one blank.": "代码中应恰有一处空白。",
    "`solution` is not one line.": "`solution` 不是一行。",
    "{} is no call: {}.": "{} 不是函数调用：{}。",
    "the quiz asks nothing.": "测验里没有题目。",
    "the question {} stands twice.": "题目 {} 出现了两次。",
    "`until` is not after `from`.": "`until` 不晚于 `from`。",
    "right answers can't show at once.": "正确答案不能立即显示。",
    "something shows after the close, but `until` is missing.": "有内容要在截止后显示，但缺少 `until`。",
    "the formula {} has an unclosed group.": "公式 {} 的括号没有配对。",
    "the formula {} is not understood ({}).": "看不懂公式 {}（{}）。",
    "the formula {} would show {}.": "公式 {} 会显示出 {}。",
    "the formula {} shows a bare & or <.": "公式 {} 会显示出 & 或 <。",
    "{} can't be used: the page's CSP forbids it.": "不能使用 {}：页面禁止。",
    "more than one paragraph stands where one is drawn.": "这里只能有一个段落。",
    # what to do
    "Write id, type, prompt and the type's own keys.": "请写 id、type、prompt 和该题型自己的键。",
    "Write one of: {}.": "请写其中之一：{}。",
    "Did you mean {}?": "是否想写 {}？",
    "There are: {}.": "可用的有：{}。",
    "Write its keys: {}.": "请写它的键：{}。",
    "Write small letters, digits and hyphens, at most {}.": "请写小写字母、数字和连字符，最多 {} 个。",
    "Write at most {} characters.": "请写最多 {} 个字符。",
    "Write at most {} characters, without NUL.": "请写最多 {} 个字符，不含 NUL。",
    "Write a text, in quotes.": "请写文字，并加引号。",
    "Write {}": "请写 {}",
    "Write true or false.": "请写 true 或 false。",
    "Write it in quotes.": "请加引号。",
    "Write a number{}.": "请写一个数{}。",
    "Write a number above {}.": "请写一个大于 {} 的数。",
    "Write a number, at most {}.": "请写一个不大于 {} 的数。",
    "Write a number above {}, at most {}.": "请写一个大于 {}、不大于 {} 的数。",
    "Write a whole number from {} to {}.": "请写 {} 到 {} 之间的整数。",
    "List {} under `{}`.": "请列出 {}，写在 `{}` 下面。",
    "List at least two under `{}`.": "请在 `{}` 下至少列出两项。",
    "List at least one under `{}`.": "请在 `{}` 下至少列出一项。",
    "List at least one.": "请至少列出一个。",
    "List at most {} questions, or ids.": "请列出最多 {} 道题或 id。",
    "List at most {}.": "最多列出 {} 项。",
    "List numbers, or lists of numbers.": "请列出数，或由数组成的列表。",
    "It must have from 1 to {}.": "应有 1 到 {} 个。",
    "Pick one number: element(..., 0).": "请取其中一个数：element(..., 0)。",
    "Print less.": "请让它少打印一些。",
    "Rename one.": "请改掉其中一个名称。",
    "See the expressions of questions.": "请参阅题目表达式的说明。",
    "Give each its own.": "请各给一个。",
    "Give each its own id.": "请各给一个 id。",
    "Word them differently.": "请换不同的说法。",
    "Mark exactly one `correct: true`.": "请恰好给一个选项写 `correct: true`。",
    "Mark each right one `correct: true`; add one that says that none is.": "请给每个正确选项写 `correct: true`。",
    "Take one of the two away.": "请删去其中之一。",
    "Take it away, or make the tolerance smaller.": "请删去它，或减小容差。",
    "Take it away here or there.": "请在一处删去。",
    "Take it away.": "请删去。",
    "Make the tolerance larger.": "请加大容差。",
    "Change it, or the parameters.": "请修改它或参数。",
    "Change the parameters.": "请修改参数。",
    "Change their ranges.": "请修改取值范围。",
    "Correct it.": "请改正。",
    "Correct one of the two.": "请改正其中之一。",
    "List `questions`, or `draw` some by tag.": "请在 `questions` 中列出题目，或用 `draw` 按标签抽题。",
    "Close every { and }.": "请让每个 { 和 } 配对。",
    "Write it in plain LaTeX.": "请用普通的 LaTeX 书写。",
    "Write at most {} of them.": "请最多写 {} 个。",
    "Write it flatter.": "请减少嵌套。",
    "Only a lesson can hold one.": "只有课文里可以放。",
    "Draw it in the unit's figures folder.": "请画在该单元的 figures 文件夹里。",
    "End it with three backticks alone.": "请用单独一行的三个反引号结束。",
    'It takes file="name.py" only.': '只能写 file="name.py"。',
    "The page's title is one: write ##.": "页面标题已是一级：请写 ##。",
    "Use presentation attributes: the page forbids the others.": "请用表现属性：页面禁止其他写法。",
    "Write one paragraph.": "请写成一个段落。",
    "Use a class.": "请删去。",
    "Use align*, cases or \\lt.": "请用 align*、cases 或 \\lt。",
    "The command is unknown to latex2mathml: use another.": "不支持这个命令，请换一个。",
}


def in_both_languages(error: QuestionError) -> Text:
    """The problem and its remedy."""
    return _said(error.problem, error.remedy)


def of_prose(error: ProseError) -> Text:
    """The problem of a text and its remedy."""
    return _said(error.problem, error.remedy)


def _said(problem: str, remedy: str) -> Text:
    english = f"{problem[:1].upper()}{problem[1:]} {remedy}"
    return Text(english, f"{in_chinese(problem)}{in_chinese(remedy)}")


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese, with what differs put in; in English where it is not known."""
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(sentence):
            return "".join(
                part for pair in zip_longest(chinese.split("{}"), match.groups(), fillvalue="") for part in pair
            )
    return f" {sentence}"


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The longest first: what is said more exactly wins."""
    listed = sorted(SENTENCES.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return [
        (re.compile("(.+)".join(map(re.escape, english.split("{}"))), re.DOTALL), chinese)
        for english, chinese in listed
    ]
