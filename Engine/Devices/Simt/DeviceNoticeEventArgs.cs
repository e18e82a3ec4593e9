namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The device goes on, but not as it was meant to: slower than it could.</summary>
/// <param name="message">One sentence: what, why, and what it means.</param>
public sealed class DeviceNoticeEventArgs(string message) : EventArgs
{
    public string Message { get; } = message;
}
