//! Text -> the same text in HTML and SVG.

/// Fonts with Chinese letters, as systems have them; neither a page nor a drawing brings one.
pub(super) const FONTS: &str = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, SimHei, \
                                WenQuanYi Micro Hei, sans-serif";

/// `text` as content or as the value of an attribute. Control characters are left out: XML 1.0 does not allow them, not even
/// as entities.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_reads_as_its_own_is_escaped_or_left_out() {
        assert_eq!(escaped("a<b>&\"c\"\u{0}\u{b}\n\t路灯\u{ffff}"), "a&lt;b&gt;&amp;&quot;c&quot;\n\t路灯");
    }
}
