//! The bytes of a compound file -> whether the chains of its sectors end.
//!
//! A stream is a chain: the table of sectors says for each sector which one follows. In a damaged file a chain may lead
//! back into itself, and a parser that follows it until the stream is as long as it claims to be fills all memory.

/// From here on a number is no sector but a mark, such as the end of a chain.
const MARKS: u32 = 0xffff_fffa;
/// The length of the header, and of one entry of the directory.
const HEADER: usize = 512;
const ENTRY: usize = 128;
/// Shorter streams lie in a stream of their own, with chains that are as short.
const SHORT: u32 = 4096;

/// Whether a chain that a parser would follow leads back into itself. A file that is broken in another way has none.
pub(super) fn has_circle(bytes: &[u8]) -> bool {
    File::new(bytes).is_some_and(|file| file.has_circle())
}

struct File<'b> {
    bytes: &'b [u8],
    sector: usize,
}

impl<'b> File<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let sector = match bytes.get(30..HEADER)?[0] {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        Some(Self { bytes, sector })
    }

    fn has_circle(&self) -> bool {
        let Some(table) = self.table() else { return true };
        let Some(directory) = chain(&table, self.word(48)) else { return true };
        let sectors = directory.iter().flat_map(|&id| self.sector(id).chunks_exact(ENTRY));
        let long =
            |&(at, entry): &(usize, &[u8])| at == 0 || word(entry, 120) >= SHORT || word(entry, 124) > 0;
        let streams = sectors.enumerate().filter(long).map(|(_, entry)| word(entry, 116));
        // Each sector belongs to the first chain that comes to it, so all chains together are walked once.
        let mut owners = vec![0; table.len()];
        (1_u32..).zip(streams.chain([self.word(60)])).any(|(owner, start)| {
            let mut sectors = follow(&table, start).map(|id| std::mem::replace(&mut owners[id], owner));
            sectors.find(|&earlier| earlier != 0) == Some(owner)
        })
    }

    /// The table of sectors, itself in sectors that the header lists, and where it is long a chain of lists; `None` where
    /// more sectors are listed than there are, because that chain is a circle.
    fn table(&self) -> Option<Vec<u32>> {
        let mut listed: Vec<u32> = words(&self.bytes[76..HEADER]).collect();
        let most = listed.len() + self.bytes.len() / self.sector;
        let mut next = self.word(68);
        while next < MARKS {
            listed.extend(words(self.sector(next)));
            next = listed.pop()?;
            if listed.len() > most {
                return None;
            }
        }
        listed.retain(|&id| id < MARKS);
        Some(listed.iter().flat_map(|&id| words(self.sector(id))).collect())
    }

    /// A sector, or what of it lies within the file.
    fn sector(&self, id: u32) -> &'b [u8] {
        let start = (id as usize + 1) * self.sector;
        self.bytes.get(start..self.bytes.len().min(start + self.sector)).unwrap_or_default()
    }

    fn word(&self, at: usize) -> u32 {
        word(self.bytes, at)
    }
}

/// The sectors of a chain; `None` where it is a circle.
fn chain(table: &[u32], start: u32) -> Option<Vec<u32>> {
    let sectors: Vec<u32> = follow(table, start).take(table.len() + 1).map(|id| id as u32).collect();
    (sectors.len() <= table.len()).then_some(sectors)
}

/// The sectors of a chain, without end where it is a circle.
fn follow(table: &[u32], start: u32) -> impl Iterator<Item = usize> {
    let within = |id: u32| Some(id as usize).filter(|&id| id < table.len());
    std::iter::successors(within(start), move |&id| within(table[id]))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

/// The number that begins at a byte; none is beyond the end.
fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| words(rest).next()).unwrap_or(MARKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file of the tests with other followers of some sectors; its directory is 9, 10, its register 3 to 8.
    fn bent(followers: &[(usize, u32)]) -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/two-levels.xls");
        let mut bytes = std::fs::read(path).unwrap();
        for &(sector, follower) in followers {
            bytes[HEADER + 4 * sector..][..4].copy_from_slice(&follower.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn chains_that_lead_back_are_seen() {
        let cases: [(&[(usize, u32)], bool); 8] = [
            (&[], false),
            (&[(10, 9)], true),
            (&[(9, 9)], true),
            (&[(8, 3)], true),
            (&[(5, 4)], true),
            // Two streams that share their end do end, and so does one that leads nowhere.
            (&[(10, 5)], false),
            (&[(8, 5000)], false),
            // Nobody follows a chain that no stream begins with.
            (&[(20, 21), (21, 20)], false),
        ];
        for (followers, expected) in cases {
            assert_eq!(has_circle(&bent(followers)), expected, "{followers:?}");
        }
        // The list of the table of sectors leads back to itself.
        let mut bytes = bent(&[]);
        bytes[68..72].copy_from_slice(&2_u32.to_le_bytes());
        let end = HEADER * 4 - 4;
        bytes[end..end + 4].copy_from_slice(&2_u32.to_le_bytes());
        assert!(has_circle(&bytes));
        for cut in (0..bytes.len()).step_by(61) {
            let _ = has_circle(&bytes[..cut]);
        }
    }
}
