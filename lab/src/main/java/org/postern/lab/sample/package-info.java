/// The built-in sample organisation: mail that reads like a real company's, written by a seeded generator.
///
/// Purpose: the quick start and the tests need mail that is varied, pleasant to search and free of anybody's
/// private life. Everything here is invented: the people, the companies (all under `.example`, RFC 2606 §2) and the
/// texts, which come from the phrase books beside these classes. The same seed, end instant and tenant give the same
/// bytes.
///
/// Security exposure: none. Nothing is read from outside and nothing is sent.
///
/// Standards: RFC 5322 (messages), RFC 2045–2049 (MIME), RFC 2047 and 2231 (encoded header text), RFC 2392 (cid),
/// RFC 3462/3464 (delivery reports), RFC 1847 (signed mail), RFC 5545/6047 (calendar), and, in
/// [OddLetters], the deliberate breaking of each.
///
/// Failure modes: a phrase book with an unknown slot is a bug and throws at once.
@NullMarked
package org.postern.lab.sample;

import org.jspecify.annotations.NullMarked;
