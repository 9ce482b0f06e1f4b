//! Normal equations of a few unknowns.

/// A symmetric positive definite matrix, row by row.
pub(super) type Matrix = Vec<Vec<f64>>;

/// Cholesky factor `L`, `A = L·Lᵀ`; `None` where `a` is not positive definite.
///
/// # Source
/// Golub and Van Loan 2013, *Matrix Computations*, algorithm 4.2.1.
fn factor(a: &[Vec<f64>]) -> Option<Matrix> {
    let mut l = vec![vec![0.0; a.len()]; a.len()];
    for (row, given) in a.iter().enumerate() {
        for (column, given) in given.iter().enumerate().take(row + 1) {
            let rest = given - dot(&l[row][..column], &l[column]);
            l[row][column] = if row > column {
                rest / l[column][column]
            } else if rest > 0.0 {
                rest.sqrt()
            } else {
                return None;
            };
        }
    }
    Some(l)
}

/// Inverse of `a`; `None` where it is not positive definite.
pub(super) fn inverse(a: &[Vec<f64>]) -> Option<Matrix> {
    let l = factor(a)?;
    let column = |at: usize| {
        let mut x: Vec<f64> = (0..l.len()).map(|row| f64::from(u8::from(row == at))).collect();
        for (row, factors) in l.iter().enumerate() {
            x[row] = (x[row] - dot(&factors[..row], &x)) / factors[row];
        }
        for row in (0..l.len()).rev() {
            let dot: f64 = (row + 1..l.len()).map(|k| l[k][row] * x[k]).sum();
            x[row] = (x[row] - dot) / l[row][row];
        }
        x
    };
    Some((0..l.len()).map(column).collect())
}

/// `a · x`.
pub(super) fn times(a: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    a.iter().map(|row| dot(row, x)).collect()
}

/// Sum of products.
pub(super) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_undoes_its_matrix_and_an_indefinite_one_has_none() {
        let a = [vec![4.0, 1.0, 0.5], vec![1.0, 3.0, -0.2], vec![0.5, -0.2, 2.0]];
        let inverse = inverse(&a).expect("positive definite");
        for (at, column) in inverse.iter().enumerate() {
            for (row, value) in times(&a, column).into_iter().enumerate() {
                let unit = if row == at { 1.0 } else { 0.0 };
                assert!((value - unit).abs() < 1e-14, "{value}");
            }
        }
        assert_eq!(super::inverse(&[vec![1.0, 2.0], vec![2.0, 1.0]]), None);
        assert_eq!(super::inverse(&[vec![f64::NAN]]), None);
    }
}
