package org.postern.lab.sample;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// An invented organisation: who works there, whom it deals with, and what its mail is about.
///
/// @param staff those with mailboxes
/// @param contacts people of other companies
/// @param vocabulary for each slot of the phrase books (`project`, `product`, `place`, …) what may stand there
record Company(
        String name, String domain, List<Person> staff, List<Person> contacts, Map<String, List<String>> vocabulary) {
    Company {
        staff = List.copyOf(staff);
        contacts = List.copyOf(contacts);
        vocabulary = Map.copyOf(vocabulary);
    }

    /// Whoever has a role, or the one who stands in for it where the company is small.
    Person in(Role role) {
        return staff.stream()
                .filter(person -> person.role() == role)
                .findFirst()
                .orElseGet(() -> staff.get(role.name().length() % staff.size()));
    }

    /// A word for a slot.
    String word(String slot, RandomGenerator random) {
        List<String> words = vocabulary.get(slot);
        if (words == null) {
            throw new IllegalStateException(name + " has no words for " + slot);
        }
        return words.get(random.nextInt(words.size()));
    }

    /// Somebody outside who writes a language, or anybody outside when nobody does.
    Person contact(String language) {
        return contacts.stream()
                .filter(person -> person.language().equals(language))
                .findFirst()
                .orElse(contacts.getFirst());
    }
}
