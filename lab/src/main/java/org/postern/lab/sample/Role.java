package org.postern.lab.sample;

/// What somebody does in an organisation, by which the writers of mail choose who writes and who reads.
enum Role {
    LEADER,
    ENGINEERING,
    FIELD,
    DATA,
    SALES,
    PARTNERS,
    SUPPLY,
    FINANCE,
    PEOPLE,
    OPERATIONS,
    PRODUCT,
    SHARED_ACCOUNTS,
    OUTSIDE
}
