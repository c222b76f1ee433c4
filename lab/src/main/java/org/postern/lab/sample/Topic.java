package org.postern.lab.sample;

/// What a message is about, by which people file it.
enum Topic {
    PROJECT,
    PAPERWORK,
    TRAVEL,
    HIRING,
    INCIDENT,
    MEETING,
    NEWS,
    NOTICE,
    ABROAD,
    ODD,
    SOCIAL
}
