//! Money as people write it.

use units::{Decimal, Fen, Text};

/// `1234.56`, `5000万`, `1.2亿`, with commas or underscores between digits, exactly.
///
/// # Errors
/// What was expected, in both languages.
pub fn parse_yuan(text: &str) -> Result<Fen, Text> {
    let expected = |cause: &str| {
        Text::new(
            format!("应为金额，如 500000000、50000万 或 5亿，现为“{text}”{cause}"),
            format!("expected yuan such as 500000000, 50000万 or 5亿, found {text:?}{cause}"),
        )
    };
    let plain = text.trim().trim_end_matches(['元', '圆']);
    let (digits, unit) = match plain.strip_suffix('亿') {
        Some(rest) => (rest, Decimal::from(100_000_000)),
        None => match plain.strip_suffix('万') {
            Some(rest) => (rest, Decimal::from(10_000)),
            None => (plain, Decimal::ONE),
        },
    };
    let digits = digits.trim().replace([',', '_'], "");
    let number: Decimal = digits.parse().map_err(|_| expected(""))?;
    let yuan = number.checked_mul(unit).ok_or_else(|| expected(""))?;
    Fen::from_yuan(yuan).map_err(|cause| expected(&format!(": {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_exactly() {
        assert_eq!(parse_yuan("5亿"), Ok(Fen(50_000_000_000)));
        assert_eq!(parse_yuan("1.2345万元"), Ok(Fen(1_234_500)));
        assert_eq!(parse_yuan("480,000,000"), Ok(Fen(48_000_000_000)));
        for bad in ["", "many", "1.234", "1亿亿", "99999999999999999999亿"] {
            assert!(parse_yuan(bad).is_err(), "{bad}");
        }
    }
}
