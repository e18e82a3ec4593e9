namespace GanFromScratch.Engine.Devices;

/// <summary>A recorded step in the form in which its device replays it.</summary>
internal interface IStepReplay : IDisposable
{
    /// <summary>Runs the step once.</summary>
    void Run();
}

/// <summary>The plain form: iterates over the list.</summary>
internal sealed class ListReplay(IReadOnlyList<RecordedLaunch> launches) : IStepReplay
{
    public void Run()
    {
        for (int i = 0; i < launches.Count; i++)
            launches[i].Run();
    }

    public void Dispose()
    {
        // The list belongs to the recording.
    }
}
