//! The plan of a batch: a pure function from the sizes of the items to contiguous ranges.
#![forbid(unsafe_code)]

use std::cmp::Reverse;
use std::ops::Range;

use zstd_buffers::vectors;

use crate::error::Result;

/// What an item costs beyond its bytes: the price of a call into libzstd, in bytes that could be processed instead.
const ITEM_COST: u64 = 1 << 10;

/// No range is made smaller than this: a thread that fetches a range should find work in it.
const SMALLEST_RANGE: u64 = 128 << 10;

/// No range of several items is made larger than this.
const LARGEST_RANGE: u64 = 4 << 20;

/// The number of ranges that is aimed at between those limits: enough for the last ones to even out.
const RANGES: u64 = 48;

/// Work that is worth waking a further thread for.
const WORTH_A_THREAD: u64 = 96 << 10;

/// Contiguous ranges of items, each the work of one thread at a time.
///
/// The plan depends on the sizes alone, never on the number of threads: so neither does the shape of the result.
///
/// ```
/// use zstd_mt::Plan;
///
/// let plan = Plan::new([100, 200, 300].into_iter())?;
/// assert_eq!(plan.ranges().iter().map(|range| range.len()).sum::<usize>(), 3);
/// # Ok::<(), zstd_mt::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    ranges: Vec<Range<usize>>,
    /// Indexes into `ranges`, the most expensive first.
    order: Vec<usize>,
    cost: u64,
}

impl Plan {
    /// Cuts items of the given sizes (in bytes) into ranges that are about equally expensive.
    ///
    /// # Errors
    ///
    /// Memory for the plan could not be had.
    pub fn new(sizes: impl Iterator<Item = u64> + Clone) -> Result<Self> {
        let price = |size: u64| size.saturating_add(ITEM_COST);
        let cost = sizes.clone().map(price).fold(0, u64::saturating_add);
        let target = (cost / RANGES).clamp(SMALLEST_RANGE, LARGEST_RANGE);
        let (mut ranges, mut costs) = (Vec::new(), Vec::new());
        let (mut start, mut end, mut sum) = (0, 0, 0_u64);
        for (index, size) in sizes.enumerate() {
            let price = price(size);
            // A large item gets a range of its own, so that it can be started first.
            if start < index
                && sum.saturating_add(price) > target
                && (price > target / 2 || sum > target / 2)
            {
                vectors::push(&mut ranges, start..index)?;
                vectors::push(&mut costs, sum)?;
                (start, sum) = (index, 0);
            }
            sum = sum.saturating_add(price);
            end = index + 1;
        }
        if start < end {
            vectors::push(&mut ranges, start..end)?;
            vectors::push(&mut costs, sum)?;
        }
        let mut order = vectors::collect(0..ranges.len())?;
        // Among equals the first ones come first, and sorting in place asks for no memory.
        order.sort_unstable_by_key(|&range: &usize| (Reverse(costs[range]), range));
        Ok(Self {
            ranges,
            order,
            cost,
        })
    }

    /// The ranges, in the order of the items: together they are all items, once each.
    #[must_use]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// Indexes of the ranges in the order in which they are started: the most expensive first.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// How many threads, of at most `allowed`, the work keeps busy; at least 1.
    #[must_use]
    pub fn useful_threads(&self, allowed: u32) -> usize {
        let worth = usize::try_from(self.cost / WORTH_A_THREAD).unwrap_or(usize::MAX);
        worth.min(allowed as usize).min(self.ranges.len()).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plan(sizes: &[u64]) -> Plan {
        Plan::new(sizes.iter().copied()).unwrap()
    }

    #[test]
    fn few_small_items_are_one_range_for_one_thread() {
        let plan = plan(&[800; 20]);
        assert_eq!((plan.ranges().len(), plan.ranges()[0].clone()), (1, 0..20));
        assert_eq!(plan.useful_threads(8), 1);
    }

    #[test]
    fn large_items_are_started_first_and_alone() {
        let mut sizes = vec![800; 20_000];
        sizes[7_000] = 8 << 20;
        sizes[19_999] = 9 << 20;
        let plan = plan(&sizes);
        let first: Vec<_> = plan.order()[..2]
            .iter()
            .map(|&range| plan.ranges()[range].clone())
            .collect();
        assert_eq!(first, [19_999..20_000, 7_000..7_001]);
        assert_eq!(plan.useful_threads(8), 8);
    }

    #[test]
    fn sizes_that_add_up_beyond_64_bits_do_no_harm() {
        let plan = plan(&[u64::MAX; 5]);
        assert_eq!(plan.ranges().len(), 5);
    }

    proptest! {
        #[test]
        fn ranges_are_all_items_once_and_in_order(
            sizes in prop::collection::vec(prop_oneof![0_u64..100, 0_u64..5_000_000], 0..400),
        ) {
            let plan = plan(&sizes);
            let items: Vec<usize> = plan.ranges().iter().cloned().flatten().collect();
            prop_assert_eq!(items, (0..sizes.len()).collect::<Vec<_>>());
            prop_assert!(plan.ranges().iter().all(|range| !range.is_empty()));
            let mut order = plan.order().to_vec();
            order.sort_unstable();
            prop_assert_eq!(order, (0..plan.ranges().len()).collect::<Vec<_>>());
            for range in plan.ranges() {
                let cost: u64 = sizes[range.clone()].iter().map(|size| size + ITEM_COST).sum();
                prop_assert!(range.len() == 1 || cost <= 2 * LARGEST_RANGE);
            }
        }
    }
}
