# verdict: runtime_error
print("</pre><script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;&#60;")


def mse(y_pred, y_true):
    raise ValueError("</failure></testcase><testcase name='forged'/>]]><!--<script>alert(1)</script>{{7*7}}{% raw %}")
