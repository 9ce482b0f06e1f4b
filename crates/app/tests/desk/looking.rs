//! Lists and searches on either database.

use std::collections::BTreeSet;

use app::desk::{ApplicationRow, Desk, Hit, Order, SpaceFilter};

use crate::faults::beside;
use crate::postgres::Cluster;
use crate::room::Room;

/// Every row of a list, three a page.
fn all(desk: &Desk, order: Order) -> Vec<ApplicationRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = desk.applications(|_, _| true, order, after.as_deref(), 3);
        assert!(page.rows.len() <= 3);
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

#[test]
fn pages_show_every_application_once_in_each_order() {
    let room = Room::sqlite();
    let desk = room.furnished();
    room.go_on(&desk, 31, 600);
    let count = desk.read(|state| state.applications().len());
    assert!(count > 9);
    for order in [Order::Id, Order::Due, Order::Entered, Order::Title, Order::Investment] {
        let rows = all(&desk, order);
        assert_eq!(rows.len(), count, "{order:?}");
        let ids: BTreeSet<_> = rows.iter().map(|row| row.id.clone()).collect();
        assert_eq!(ids.len(), count, "{order:?}");
        for pair in rows.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            assert!(
                match order {
                    Order::Id => a.id < b.id,
                    Order::Due =>
                        a.due.is_none_or(|due| b.due.is_none_or(|next| due <= next))
                            && (a.due.is_some() || b.due.is_none()),
                    Order::Entered => a.entered >= b.entered,
                    Order::Title => a.title <= b.title,
                    Order::Investment => a.investment >= b.investment,
                },
                "{order:?}: {a:?} before {b:?}"
            );
        }
    }
    let ended = desk.applications(|_, one| one.ended, Order::Id, None, 100);
    assert!(!ended.rows.is_empty() && ended.rows.iter().all(|row| row.ended));
}

const SPACES: &str = "
    INSERT INTO space_row (id, body) VALUES
      ('S-1', '{\"id\":\"S-1\",\"name\":\"首钢老旧厂房\",\"owner\":\"首钢集团\"}'),
      ('S-2', '{\"id\":\"S-2\",\"name\":\"副中心张家湾厂房\",\"district\":\"通州区\"}'),
      ('S-3', '{\"id\":\"S-3\",\"name\":\"Zhongguancun SOHO\",\"district\":\"海淀区\"}'),
      ('S-4', '{\"id\":\"S-4\",\"name\":\"老''; DROP TABLE event; --\",\"district\":\"通州区\"}');
    INSERT INTO import (file, sha256, counts) VALUES ('list.csv', '', '{}')";

#[test]
fn words_of_two_characters_are_found_on_either_database() {
    let cluster = Cluster::shared();
    for room in [Room::sqlite(), cluster.room()] {
        let desk = room.furnished();
        room.go_on(&desk, 32, 200);
        let found = |text: &str, after: Option<String>, limit| {
            desk.wait(desk.search(text.to_owned(), |_, _| true, after, limit)).unwrap()
        };
        let ids = |text: &str| -> Vec<String> {
            let rows = found(text, None, 1_000).rows.into_iter();
            rows.map(|hit| match hit {
                Hit::Application(row) => row.id.to_string(),
                Hit::Space(row) => row.id,
            })
            .collect()
        };
        assert_eq!(ids("张家").len(), 0);
        let (runtime, mut connection) = beside(&room);
        runtime.block_on(sqlx::raw_sql(SPACES).execute(&mut connection)).unwrap();
        assert_eq!(ids("张家"), ["S-2"]);
        assert_eq!(ids("通州 厂房"), ["S-2"]);
        assert_eq!(ids("soho"), ["S-3"]);
        assert_eq!(ids("DROP table"), ["S-4"]);
        assert_eq!(ids("' OR 1=1"), Vec::<String>::new());
        assert_eq!(ids("guancun"), Vec::<String>::new());
        // All applications are titled 老旧厂房改造.
        let count = desk.read(|state| state.applications().len());
        assert_eq!(ids("厂房").len(), count + 2);
        let (mut seen, mut after) = (0, None);
        loop {
            let page = found("厂房", after, 2);
            seen += page.rows.len();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, count + 2);
        let none = desk.wait(desk.search("厂房".to_owned(), |_, _| false, None, 100)).unwrap();
        assert_eq!(none.rows.len(), 2, "what may not be seen is not found");
        let tongzhou =
            SpaceFilter { district: Some("通州区".to_owned()), ..SpaceFilter::default() };
        let first = desk.wait(desk.spaces(tongzhou.clone(), None, 1)).unwrap();
        assert_eq!((first.rows[0].id.as_str(), first.next.as_deref()), ("S-2", Some("S-2")));
        let second = desk.wait(desk.spaces(tongzhou, first.next, 1)).unwrap();
        assert_eq!((second.rows[0].id.as_str(), second.next), ("S-4", None));
    }
}
