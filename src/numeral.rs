//! Chinese numerals -> a number, and back.

/// Digits in a row that make a number as years do; of fewer, without a nought among them, 七八 is about so many.
const DIGITS_OF_A_NUMBER: usize = 3;

/// Reads `一百五十六`, `十五`, `两千零三` or the digits of `二〇二〇`; nothing where two digits beside each other say about
/// how many there are: 两三, 三四十, 十七八.
///
/// ```
/// use jiaoban::numeral::read;
///
/// assert_eq!(read("一百五十六"), Some(156));
/// assert_eq!(read("十五"), Some(15));
/// assert_eq!(read("两千零三"), Some(2003));
/// assert_eq!(read("二〇二〇"), Some(2020));
/// assert_eq!(read("百分"), None);
/// assert_eq!([read("两三"), read("七八"), read("三四十"), read("三五百"), read("十七八")], [None; 5]);
/// ```
#[must_use]
pub fn read(numerals: &str) -> Option<u64> {
    if !numerals.contains(['十', '百', '千']) {
        // Digits in a row: 二〇二〇.
        let mut digits = numerals.chars();
        let is_about = (2..DIGITS_OF_A_NUMBER).contains(&digits.clone().count());
        if is_about && !digits.clone().any(|c| digit(c) == Some(0)) {
            return None;
        }
        return digits.try_fold(0u64, |value, c| value.checked_mul(10)?.checked_add(digit(c)?.into()));
    }
    let (mut value, mut last): (u64, Option<u64>) = (0, None);
    for c in numerals.chars() {
        if let Some(next) = digit(c) {
            if last.is_some_and(|last| last > 0) {
                return None;
            }
            last = Some(u64::from(next));
        } else {
            let unit = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1000,
                _ => return None,
            };
            // 十五 begins without its one; 百 and 千 do not.
            let missing = (c == '十').then_some(1);
            value += last.take().filter(|&digit| digit > 0).or(missing)? * unit;
        }
    }
    Some(value + last.unwrap_or_default())
}

/// A number below 100 as headings count.
///
/// ```
/// use jiaoban::numeral::write;
///
/// assert_eq!([1, 10, 11, 20, 99].map(write), ["一", "十", "十一", "二十", "九十九"]);
/// ```
#[must_use]
pub fn write(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// A single numeral; for nothing offices write 零, 〇 and, where that is not on the keyboard, a circle.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    match c {
        '两' => Some(2),
        '〇' | '○' => Some(0),
        c => "零一二三四五六七八九".chars().position(|digit| digit == c).map(|digit| digit as u32),
    }
}

/// What a word of scale multiplies by.
#[must_use]
pub fn scale(word: &str) -> f64 {
    word.chars()
        .map(|c| match c {
            '十' => 1e1,
            '百' => 1e2,
            '千' => 1e3,
            '万' => 1e4,
            '亿' => 1e8,
            _ => 1.0,
        })
        .product()
}
