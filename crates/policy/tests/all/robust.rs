//! Broken, mutated and hostile files: remarks with a place, never a panic.

use policy::{Facts, Scheme, Value};
use proptest::prelude::*;
use units::{Mark, Sourced};

use crate::scheme::{FILES, SCHEME, day};

fn law_files() -> Vec<usize> {
    (0..FILES.len()).filter(|index| !FILES[*index].0.starts_with("cases/")).collect()
}

/// Loads and, when it loads, decides: whatever happens, it returns.
fn exercise(files: &[(String, String)]) -> Result<(), Vec<units::Diagnostic>> {
    let scheme = Scheme::load(files)?;
    let facts = crate::scheme::facts("complete-building");
    let _outcome = scheme.decide(&facts, day("2023-10-01"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_text_is_refused_with_remarks(text in "\\PC{0,200}", name in 0usize..4) {
        let path = ["scheme.yaml", "facts.yaml", "parameters/a.yaml", "rules/a.yaml"][name];
        let problems = exercise(&[(path.to_owned(), text)]).unwrap_err();
        prop_assert!(!problems.is_empty());
        prop_assert!(problems.iter().all(|p| !p.remedy.zh.is_empty() && !p.remedy.en.is_empty()));
    }

    #[test]
    fn yaml_like_text_never_panics(text in "([a-z]{1,5}: ?[\\[{\"'|>&*!-]?[a-z0-9 ,]{0,8}[\\]}]?\n[ ]{0,4}){0,12}") {
        let _ = SCHEME.read_facts("a.yaml", &text);
        let mut files = FILES.clone();
        files.push(("parameters/a.yaml".to_owned(), text));
        let _ = exercise(&files);
    }

    #[test]
    fn a_file_with_a_few_characters_changed_never_panics(
        pick in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
        cut in 0usize..6, put in "[\\[\\]{}:\"'|0-9a-z(),.<>=\n -]{0,4}",
    ) {
        let mut files = FILES.clone();
        let text = &mut files[*pick.get(&law_files())].1;
        let mut letters: Vec<char> = text.chars().collect();
        let from = at.index(letters.len());
        let to = (from + cut).min(letters.len());
        letters.splice(from..to, put.chars());
        *text = letters.into_iter().collect();
        let _ = exercise(&files);
    }

    #[test]
    fn expressions_of_random_words_never_panic(words in prop::collection::vec(0usize..24, 0..30)) {
        let all = ["if", "then", "else", "and", "or", "not", "(", ")", "<", "==", "+", "*", "/", ",",
            "min", "sum", "item.kind", "on", "vacant", "components", "renovated_area_m2", "1 year",
            "\"area\"", "first_known"];
        let text: Vec<&str> = words.iter().map(|word| all[*word]).collect();
        let mut files = FILES.clone();
        for (path, old) in &mut files {
            if path == "rules/2023-plan.yaml" {
                let expression = format!("condition: |\n      {}\n", text.join(" "));
                *old = old.replacen("condition: in_reserve\n", &expression, 1);
            }
        }
        let _ = exercise(&files);
    }

    #[test]
    fn facts_of_any_type_under_any_name_are_decided(name in any::<prop::sample::Index>(), kind in 0usize..4) {
        let values = [Value::Bool(true), Value::Number(7.into()), Value::Text("7".to_owned()), Value::List(vec![policy::Record::new()])];
        let names: Vec<&String> = SCHEME.facts().keys().collect();
        let mut facts: Facts = crate::scheme::facts("complete-area");
        let fact = Sourced::new(values[kind].clone(), "drawn at random", Mark::Reported);
        facts.set(name.get(&names).as_str(), fact);
        let before = SCHEME.check_facts(&facts, "program").len();
        let decision = SCHEME.decide(&facts, day("2023-10-01")).unwrap();
        prop_assert!(before <= 1);
        prop_assert_eq!(decision.clauses.len(), 22);
    }
}

#[test]
fn every_file_missing_in_turn_is_told() {
    for index in law_files() {
        let mut files = FILES.clone();
        let (path, _) = files.remove(index);
        let problems = exercise(&files).unwrap_err();
        assert!(!problems.is_empty(), "{path}");
    }
    assert!(exercise(&[]).is_err());
}

#[test]
fn hostile_nesting_and_length_are_refused() {
    for text in ["[".repeat(100_000), "a: ".repeat(1000), format!("a: {}", "(".repeat(100_000))] {
        assert!(SCHEME.read_facts("a.yaml", &text).is_err());
    }
    let many: String = (0..501).map(|_| "  - {date: 2024-01-01, amount_yuan: 1}\n").collect();
    let problems = SCHEME.read_facts("a.yaml", &format!("loan_drawdowns:\n{many}")).unwrap_err();
    assert!(problems[0].expected.en.contains("500"));
}
