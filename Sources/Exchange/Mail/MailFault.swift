import Journal

/// Why a message did not leave, for the administrator; `isWorthRetrying` is for the queue.
package enum MailFault: Error, Equatable, Sendable {
    /// The server does not answer at its address, or its name is unknown.
    case serverAway
    /// The server took longer than thirty seconds.
    case timeout
    /// Encryption is required and the server offers none, or its certificate is not trusted.
    case notEncrypted
    case signInRefused
    /// The server's answer, a number of RFC 5321, 4.2.
    case senderRefused(Int)
    case recipientRefused(Int)
    case messageRefused(Int)
    /// Anything else, by libcurl's number.
    case other(Int)

    package var isWorthRetrying: Bool {
        switch self {
        case .serverAway, .timeout, .other: true
        case .notEncrypted, .signInRefused: false
        case .senderRefused(let code), .recipientRefused(let code), .messageRefused(let code): code < 500
        }
    }

    package var phrase: Phrase {
        switch self {
        case .serverAway:
            Phrase(
                "Le serveur de courrier ne répond pas : vérifiez son adresse et la connexion.",
                en: "The mail server does not answer: check its address and the connection.")
        case .timeout:
            Phrase(
                "Le serveur de courrier a mis plus de trente secondes : l’envoi sera repris.",
                en: "The mail server took more than thirty seconds: sending will be tried again.")
        case .notEncrypted:
            Phrase(
                "La liaison avec le serveur de courrier ne peut pas être chiffrée : vérifiez son certificat ou choisissez un autre serveur.",
                en: "The line to the mail server cannot be encrypted: check its certificate or choose another server.")
        case .signInRefused:
            Phrase(
                "Le serveur de courrier refuse le compte : vérifiez le nom et le mot de passe.",
                en: "The mail server refuses the account: check the name and the password.")
        case .senderRefused(let code):
            Phrase(
                "Le serveur de courrier refuse l’adresse d’expédition (réponse \(code)).",
                en: "The mail server refuses the sender’s address (answer \(code)).")
        case .recipientRefused(let code):
            Phrase(
                "Le serveur de courrier refuse l’adresse du destinataire (réponse \(code)) : vérifiez-la.",
                en: "The mail server refuses the recipient’s address (answer \(code)): check it.")
        case .messageRefused(let code):
            Phrase(
                "Le serveur de courrier refuse le message (réponse \(code)).", en: "The mail server refuses the message (answer \(code)).")
        case .other(let code):
            Phrase("L’envoi a échoué (erreur \(code)) : il sera repris.", en: "Sending failed (error \(code)): it will be tried again.")
        }
    }
}
