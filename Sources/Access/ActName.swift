import Journal

/// One kind of act, listed once: its name in the journal, what a person reads once it is done, and what it needs.
package struct ActName: Sendable {
    package let name: String
    package let label: Phrase
    package let permission: Permission
    /// Whether the author's own signature goes with it: admissions, roles, keys, approvals, publication.
    package let isSigned: Bool
    /// Whether the person who did it may undo it as one step.
    package let canBeUndone: Bool

    package init(
        _ name: String, _ label: String, en english: String, _ permission: Permission, signed isSigned: Bool = false,
        undo canBeUndone: Bool = true
    ) {
        self.name = name
        self.label = Phrase(label, en: english)
        self.permission = permission
        self.isSigned = isSigned
        self.canBeUndone = canBeUndone
    }
}
