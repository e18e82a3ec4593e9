using System.Globalization;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The capacity of a device's memory.</summary>
/// <param name="TotalBytes">All of it.</param>
/// <param name="LargestBytes">The largest single buffer.</param>
internal readonly record struct MemoryLimit(long TotalBytes, long LargestBytes)
{
    public bool Allows(long asked, long inUse) => asked <= LargestBytes && asked <= TotalBytes - inUse;

    /// <summary>The sentence for a buffer that could not be allocated.</summary>
    public InputException Exceeded(Device device, long asked) =>
        new(Describe($"{device.Name} ({device.Description})", asked, device.AllocatedBytes));

    internal string Describe(string device, long asked, long inUse) =>
        $"The memory of {device} has no room for another {Size(asked)}: {Size(inUse)} of {Size(TotalBytes)} are in use here"
        + $"{(asked > LargestBytes ? $", and one buffer may have at most {Size(LargestBytes)}" : "")}; use a smaller batch or model, or "
        + $"another device.";

    /// <summary>A number of bytes as text.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => $"{bytes} bytes",
    };
}
