namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The device continues, but more slowly than it should.</summary>
/// <param name="message">One sentence: what, why, and what it means.</param>
public sealed class DeviceNoticeEventArgs(string message) : EventArgs
{
    public string Message { get; } = message;
}
