using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Forwards a device's notes to the user: once, that kernels are being compiled, if that takes noticeably long; and any reason why it runs
/// slower than intended.
/// </summary>
public sealed class DeviceNotes : IDisposable
{
    /// <summary>Compilation shorter than this is not reported.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(500);

    private readonly SimtDevice? device;
    private readonly Action<string> note;
    private readonly TimeProvider time;
    private long? firstCompile;
    private bool said;

    /// <param name="device">Any device; only devices that compile kernels have notes.</param>
    /// <param name="note">Receives each sentence. Called on the launching thread.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    public DeviceNotes(Device device, Action<string> note, TimeProvider? time = null)
    {
        this.device = device as SimtDevice;
        this.note = note;
        this.time = time ?? TimeProvider.System;
        if (this.device == null)
            return;
        this.device.Compiling += OnCompiling;
        this.device.Notice += OnNotice;
    }

    public void Dispose()
    {
        if (device == null)
            return;
        device.Compiling -= OnCompiling;
        device.Notice -= OnNotice;
    }

    // Raised before each kernel compilation: from the second one on, the elapsed time is known.
    private void OnCompiling(object? sender, KernelCompilingEventArgs e)
    {
        firstCompile ??= time.GetTimestamp();
        if (said || time.GetElapsedTime(firstCompile.Value) < Unnoticed)
            return;
        said = true;
        note(device switch
        {
            DriverDevice { CacheFolder: string folder } =>
                $"Compiling kernels for {device.Name}, once; they are kept in {Shortened(folder)} …",
            DriverDevice => $"Compiling kernels for {device.Name}; they are not kept, as GAN_CACHE says …",
            _ => $"Compiling kernels for {device!.Name}; it does not keep them …",
        });
    }

    private void OnNotice(object? sender, DeviceNoticeEventArgs e) => note(e.Message);

    private static string Shortened(string folder)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 && folder.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? $"~{folder[home.Length..]}"
            : folder;
    }
}
