//! The known name that a mistyped one is nearest to.

/// The nearest to `name` by edit distance, if it takes no more than one change and a third of the
/// name's length; of equally near ones the first by alphabet.
pub fn nearest_name<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = known.into_iter().map(|other| (distance(name, other), other)).min();
    best.filter(|(steps, _)| *steps <= 1 + name.chars().count() / 3).map(|(_, other)| other)
}

/// Levenshtein's edit distance, over the first 64 characters of each.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("面积", "面"), 1);
    }

    #[test]
    fn a_slip_is_named_and_a_stranger_is_not() {
        let known = ["storeys", "renovated_area_m2"];
        assert_eq!(nearest_name("renovated_area", known), Some("renovated_area_m2"));
        assert_eq!(nearest_name("zzz", known), None);
        assert_eq!(nearest_name("朝阳", ["海淀区", "朝阳区"]), Some("朝阳区"));
    }
}
