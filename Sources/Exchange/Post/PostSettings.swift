import Journal
import Storage

/// The server that takes this installation's messages, and what they say of us.
package struct PostSettings: Sendable, Equatable {
    /// "smtp://host:port" or "smtps://host:port".
    package var address: String
    package var isEncrypted: Bool
    package var account: String
    package var password: String
    package var sender: String
    package var signIn: String

    package init(address: String, isEncrypted: Bool, account: String, password: String, sender: String, signIn: String) {
        self.address = address
        self.isEncrypted = isEncrypted
        self.account = account
        self.password = password
        self.sender = sender
        self.signIn = signIn
    }

    /// The server, or nil where the settings name none that can be spoken to.
    package var server: MailServer? {
        let account = account.isEmpty ? nil : MailServer.Account(user: account, password: password)
        return MailServer(address, encryption: isEncrypted ? .required : .optional, account: account, domain: domain)
    }

    /// The domain that we send from.
    package var domain: String { sender.split(separator: "@").last.map { String($0) } ?? "localhost" }

    /// What is wrong with each setting, in words.
    package func check() throws(Refusal) {
        var problems: [Refusal.Problem] = []
        if MailServer(address, encryption: .required, domain: "localhost") == nil {
            problems.append(
                .init(
                    "address",
                    Phrase(
                        "Écrivez l’adresse ainsi : smtps://serveur:465 ou smtp://serveur:587.",
                        en: "Write the address like this: smtps://server:465 or smtp://server:587.")))
        } else if server == nil, MailAddress(sender) != nil {
            problems.append(
                .init(
                    "encryption",
                    Phrase(
                        "Un compte ne se donne que sur une liaison chiffrée : exigez le chiffrement.",
                        en: "An account goes over an encrypted line only: require encryption.")))
        }
        if MailAddress(sender) == nil {
            problems.append(
                .init(
                    "sender", Phrase("Cette adresse est incomplète. Exemple : nom@exemple.org.", en: "This address is incomplete. Example: name@example.org.")))
        }
        if SignInAddress(signIn) == nil {
            problems.append(
                .init(
                    "sign_in",
                    Phrase(
                        "Donnez la première page du site seulement, par exemple https://carnet.exemple.org/.",
                        en: "Give the site’s first page only, such as https://notebook.example.org/.")))
        }
        guard problems.isEmpty else { throw Refusal("mail.settings", problems) }
    }
}

extension Connection {
    package func postSettings() throws -> PostSettings? {
        try first("SELECT address, encryption, account, password, sender, sign_in FROM mail_server WHERE slot = 0") { row in
            PostSettings(
                address: try row.text(0), isEncrypted: try row.text(1) == "required", account: try row.text(2), password: try row.text(3),
                sender: try row.text(4), signIn: try row.text(5))
        }
    }

    /// Keeps the settings, or forgets the server where there are none.
    package func keep(_ settings: PostSettings?) throws {
        try send("DELETE FROM mail_server")
        guard let settings else { return }
        try send(
            "INSERT INTO mail_server (slot, address, encryption, account, password, sender, sign_in) VALUES (0, ?, ?, ?, ?, ?, ?)",
            [
                .text(settings.address), .text(settings.isEncrypted ? "required" : "optional"), .text(settings.account), .text(settings.password),
                .text(settings.sender), .text(settings.signIn),
            ])
    }
}
