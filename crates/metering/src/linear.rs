//! Least squares for a handful of columns.

/// The upper triangle of sums of products of columns, row by row, and what follows from it.
#[derive(Clone, Debug)]
pub(crate) struct Gram {
    size: usize,
    sums: Vec<f64>,
}

/// A pivot below this share of its column's square is taken for a repeated column.
const RANK_SHARE_MIN: f64 = 1e-9;

impl Gram {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, sums: vec![0.0; size * size] }
    }

    /// Adds `weight` times the products of `row`.
    pub(crate) fn add(&mut self, row: &[f64], weight: f64) {
        for (i, a) in row.iter().enumerate() {
            let scaled = a * weight;
            let line = &mut self.sums[i * self.size..(i + 1) * self.size];
            for (sum, b) in line[i..].iter_mut().zip(&row[i..]) {
                *sum += scaled * b;
            }
        }
    }

    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.sums[i.min(j) * self.size + i.max(j)]
    }

    /// The sums of the columns `kept` alone.
    pub(crate) fn of(&self, kept: &[usize]) -> Self {
        let mut part = Self::new(kept.len());
        for (i, &a) in kept.iter().enumerate() {
            for (j, &b) in kept.iter().enumerate().skip(i) {
                part.sums[i * kept.len() + j] = self.at(a, b);
            }
        }
        part
    }

    /// The Cholesky factor of the first `rank_of` columns.
    pub(crate) fn factor(&self, columns: usize) -> Factor {
        let n = columns;
        let mut lower = vec![0.0; n * n];
        let mut log_det = 0.0;
        let mut rank = 0;
        for j in 0..n {
            let row_j = &lower[j * n..j * n + j];
            let own = self.at(j, j);
            let pivot = own - row_j.iter().map(|x| x * x).sum::<f64>();
            // A column that says nothing new keeps a pivot of zero and a coefficient of zero.
            let root = if pivot > RANK_SHARE_MIN * own { pivot.sqrt() } else { 0.0 };
            lower[j * n + j] = root;
            if root <= 0.0 {
                continue;
            }
            rank += 1;
            log_det += 2.0 * root.ln();
            for i in j + 1..n {
                let dot: f64 = (0..j).map(|k| lower[i * n + k] * lower[j * n + k]).sum();
                lower[i * n + j] = (self.at(i, j) - dot) / root;
            }
        }
        Factor { size: n, lower, log_det, rank }
    }

    /// Least squares of the last column on the others: coefficients and the sum of squares left.
    pub(crate) fn fit_last(&self) -> Fit {
        let columns = self.size - 1;
        let factor = self.factor(columns);
        let right: Vec<f64> = (0..columns).map(|i| self.at(i, columns)).collect();
        let forward = factor.forward(&right);
        let explained: f64 = forward.iter().map(|x| x * x).sum();
        let left = (self.at(columns, columns) - explained).max(0.0);
        Fit { coefficients: factor.backward(&forward), left, rank: factor.rank, factor }
    }
}

/// A least-squares fit.
pub(crate) struct Fit {
    pub(crate) coefficients: Vec<f64>,
    /// Sum of squares left.
    pub(crate) left: f64,
    pub(crate) rank: usize,
    pub(crate) factor: Factor,
}

/// A Cholesky factor; repeated columns have a zero pivot.
#[derive(Clone, Debug)]
pub(crate) struct Factor {
    size: usize,
    lower: Vec<f64>,
    /// Logarithm of the determinant over the columns that count.
    pub(crate) log_det: f64,
    /// Columns that count.
    pub(crate) rank: usize,
}

impl Factor {
    /// L⁻¹·`right`.
    pub(crate) fn forward(&self, right: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut out = vec![0.0; n];
        for i in 0..n {
            let pivot = self.lower[i * n + i];
            let dot: f64 = (0..i).map(|k| self.lower[i * n + k] * out[k]).sum();
            out[i] = if pivot > 0.0 { (right[i] - dot) / pivot } else { 0.0 };
        }
        out
    }

    /// L⁻ᵀ·`forward`.
    pub(crate) fn backward(&self, forward: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut out = vec![0.0; n];
        for i in (0..n).rev() {
            let pivot = self.lower[i * n + i];
            let dot: f64 = (i + 1..n).map(|k| self.lower[k * n + i] * out[k]).sum();
            out[i] = if pivot > 0.0 { (forward[i] - dot) / pivot } else { 0.0 };
        }
        out
    }

    /// (LLᵀ)⁻¹·`right`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        self.backward(&self.forward(right))
    }
}

/// Σ aᵢ·bᵢ.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A length as a float; series are far shorter than 2³².
pub(crate) fn count(length: usize) -> f64 {
    u32::try_from(length).map_or(f64::INFINITY, f64::from)
}

/// The middle value; 0 of none. Puts `values` into another order.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_and_a_repeated_column_is_left_out() {
        let mut gram = Gram::new(4);
        for x in [0.0, 1.0, 2.0, 5.0] {
            gram.add(&[1.0, x, 2.0 * x, 3.0 + 4.0 * x], 1.0);
        }
        let fit = gram.fit_last();
        assert_eq!(fit.rank, 2);
        assert!((fit.coefficients[0] - 3.0).abs() < 1e-9);
        assert!((fit.coefficients[1] - 4.0).abs() < 1e-9);
        assert!(fit.coefficients[2].abs() < 1e-12);
        assert!(fit.left < 1e-9);
    }
}
