import Journal

/// The records of which the network has just one. Each has its identifier here, once and for ever: of two with the same number one could not be saved.
enum OnlyOne: UInt64 {
    case screeningRule = 1
    case referralRule = 2
    case retentionRule = 3
    case dataRequestRule = 4
    case complaintRule = 5
    case supervisionRule = 6

    func id<Subject>() -> ID<Subject> { ID(high: 0x5C2E_E41A_6000_7000, low: 0x8000_0000_0000_0000 | rawValue) }
}
