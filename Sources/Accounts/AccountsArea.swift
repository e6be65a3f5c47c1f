import Access
import Journal

/// What accounts and circles add to the journal's schema.
package enum AccountsArea {
    package static let kinds: [RecordKind] = [
        RecordKind(AccountProfile.self), RecordKind(RoleAssignment.self), RecordKind(MemberKey.self), RecordKind(AccountReset.self),
        RecordKind(Circle.self), RecordKind(CircleGeneration.self), RecordKind(CircleMember.self), RecordKind(CircleDeparture.self),
        RecordKind(CircleRecovery.self),
        RecordKind(KeyGrant.self), RecordKind(Reading.self),
    ]

    package static let acts: [ActName] =
        [
            .accountCreate, .accountUpdate, .accountUpdateOwn, .accountClose, .roleGive, .roleTake, .accountReset, .factorReset, .accountRenew,
        ] + ActName.circles
}
