namespace GanFromScratch.Gan.Training;

/// <summary>What may differ in a resumed run from when its checkpoint was saved.</summary>
/// <param name="AnyDevice">The user named the device, so a different one is intended.</param>
/// <param name="AllowChanges">Any change of options, data and device is allowed.</param>
/// <param name="Options">Options that the user named, as options.json calls them.</param>
public readonly record struct ResumeConsent(bool AnyDevice, bool AllowChanges, IReadOnlyList<string>? Options = null)
{
    /// <summary>Whether the user named this option.</summary>
    public bool Names(string option) => Options?.Contains(option) == true;
}
