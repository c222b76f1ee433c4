package org.postern.lab.sample;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// How much of each kind of mail an organisation has over the whole time.
record Volume(
        int files,
        int projects,
        int invoices,
        int journeys,
        int applications,
        int incidents,
        int toEverybody,
        int drafts,
        int meetings,
        int newsletters,
        int notices,
        int returns,
        int signed,
        int abroad,
        int rounds) {

    /// Twelve mailboxes, about 1,500 messages.
    static final Volume MAIN = new Volume(12, 46, 38, 26, 12, 9, 9, 22, 26, 18, 110, 18, 18, 60, 1);

    /// Four mailboxes, about 150 messages.
    static final Volume SMALL = new Volume(3, 10, 10, 4, 1, 1, 2, 4, 4, 4, 12, 3, 3, 4, 0);

    /// Has all of it written; each kind draws from a chance of its own.
    void write(Company company, Post post, Library library, SplittableRandom random, Instant start, Instant end) {
        Supplier<Scribe> scribe = () -> new Scribe(company, post, random.split(), start, end, library);
        new Projects(scribe.get()).write(projects);
        new Paperwork(scribe.get()).write(invoices);
        new OfficeLife(scribe.get()).travel(journeys);
        new OfficeLife(scribe.get()).hiring(applications);
        new OfficeLife(scribe.get()).incidents(incidents);
        new OfficeLife(scribe.get()).toEverybody(toEverybody);
        new OfficeLife(scribe.get()).drafts(drafts);
        new Meetings(scribe.get()).write(meetings);
        new Bulletins(scribe.get()).newsletters(newsletters);
        new Bulletins(scribe.get()).notices(notices);
        new Returns(scribe.get()).write(returns);
        new SignedLetters(scribe.get()).write(signed);
        new Abroad(scribe.get()).write(abroad);
        new OddLetters(scribe.get()).write(rounds);
    }
}
