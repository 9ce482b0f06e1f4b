use std::path::PathBuf;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use tempfile::TempDir;

use super::*;
use crate::columns::{self, text};
use crate::progress::Silent;

/// A stock file: rows of identifier, variant and building, any of which may be missing.
type Given<'a> = [Option<&'a str>; 3];

fn box_of(width_m: f64) -> String {
    let mut building = energy::cases::building("600").unwrap();
    building.surfaces_mut().for_each(|surface| surface.area_m2 *= width_m);
    serde_json::to_string(&building).unwrap()
}

fn write_stock(folder: &TempDir, rows: &[Given<'_>]) -> PathBuf {
    let cell = |at: usize| move |row: &Given<'_>| row[at].map(str::to_owned);
    let columns = [
        text(rows, "building_id", cell(0)),
        text(rows, "variant", cell(1)),
        text(rows, "building", cell(2)),
    ];
    let path = folder.path().join("stock.parquet");
    std::fs::write(&path, columns::parquet(&columns).unwrap()).unwrap();
    path
}

fn simulate(stock: &Path, out: &Path, batch_rows: usize) -> Result<StockResult, Failure> {
    run(&StockRequest { stock, weather: "typical", out }, batch_rows, &Silent)
}

/// All rows of a table as text, without the borders of its row groups.
fn rows_of(path: &Path) -> Vec<String> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

#[test]
fn threads_and_batches_change_no_row() {
    let folder = TempDir::new().unwrap();
    let boxes: Vec<String> = (0..9_u32).map(|at| box_of(1.0 + f64::from(at) / 10.0)).collect();
    let mut rows: Vec<Given<'_>> =
        boxes.iter().map(|text| [Some("B"), Some("before"), Some(text.as_str())]).collect();
    // A fault in the middle, and text that is missing.
    rows[4][2] = Some("{\"name\": \"no zones\", \"zones\": []}");
    rows[6][2] = None;
    rows[7][0] = None;
    let stock = write_stock(&folder, &rows);
    let out = |name: &str| folder.path().join(name);
    let result = simulate(&stock, &out("a"), 100).unwrap();
    assert_eq!((result.rows, result.simulated, result.refused), (9, 6, 3));
    let whole = rows_of(&out("a"));
    assert_eq!(whole.len(), 9);
    for (at, word) in
        [(4, "fault_path: \"building.zones"), (6, "missing_value"), (7, "building_id")]
    {
        assert!(
            whole[at].contains("status: \"refused\"") && whole[at].contains(word),
            "{}",
            whole[at]
        );
        assert!(whole[at].contains(&format!(":{} [", at + 1)), "{}", whole[at]);
        assert!(whole[at].contains("heating_kwh: null"), "{}", whole[at]);
    }
    for batch_rows in [1, 2, 4] {
        simulate(&stock, &out("b"), batch_rows).unwrap();
        assert_eq!(whole, rows_of(&out("b")), "batches of {batch_rows}");
    }
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| simulate(&stock, &out("c"), 100)).unwrap();
        assert_eq!(std::fs::read(out("a")).unwrap(), std::fs::read(out("c")).unwrap());
    }
}

#[test]
fn a_file_without_rows_gives_a_table_without_rows() {
    let folder = TempDir::new().unwrap();
    let stock = write_stock(&folder, &[]);
    let out = folder.path().join("out.parquet");
    assert_eq!(simulate(&stock, &out, 8).unwrap().rows, 0);
    assert!(rows_of(&out).is_empty());
}

#[test]
fn a_damaged_file_is_told_and_leaves_the_old_answer() {
    let folder = TempDir::new().unwrap();
    let text = box_of(1.0);
    let rows: Vec<Given<'_>> = vec![[Some("B"), None, Some(&text)]; 3];
    let stock = write_stock(&folder, &rows);
    let out = folder.path().join("out.parquet");
    std::fs::write(&out, "old").unwrap();
    let sound = std::fs::read(&stock).unwrap();
    // Cut short, and bytes turned over here and there.
    let mut damaged = vec![sound[..sound.len() / 2].to_vec(), Vec::new(), b"PAR1".to_vec()];
    for at in (4..sound.len()).step_by(sound.len() / 40) {
        let mut bytes = sound.clone();
        bytes[at] = !bytes[at];
        damaged.push(bytes);
    }
    let mut told = 0;
    for bytes in damaged {
        std::fs::write(&stock, bytes).unwrap();
        match simulate(&stock, &out, 8) {
            Err(Failure::Input(all)) => {
                told += 1;
                assert_eq!(all[0].code, "unreadable_parquet", "{}", all[0]);
                assert!(all[0].file.ends_with("stock.parquet"));
                assert_eq!(std::fs::read(&out).unwrap(), b"old");
            }
            // The turned byte lay in a text: that row says so.
            Ok(_) => std::fs::write(&out, "old").unwrap(),
            Err(other) => panic!("{other}"),
        }
        assert!(!folder.path().join("out.parquet.part").exists());
    }
    assert!(told > 3, "{told}");
}

#[test]
fn the_input_is_not_overwritten() {
    let folder = TempDir::new().unwrap();
    let stock = write_stock(&folder, &[]);
    assert!(matches!(simulate(&stock, &stock, 8), Err(Failure::Request(_))));
}
