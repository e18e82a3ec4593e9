namespace GanFromScratch.Layers;

/// <summary>
/// A learning rate as a function of time, counted in steps or epochs as the caller likes. Schedules hold no state: after a resume the same
/// time has the same rate.
/// <code>optimizer.LearningRate = schedule.At(epoch);</code>
/// </summary>
public interface ISchedule
{
    /// <param name="time">≥ 0.</param>
    float At(int time);
}
