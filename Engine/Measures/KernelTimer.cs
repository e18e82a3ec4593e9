using System.Diagnostics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Measures;

/// <summary>Times what a device does. Launches are asynchronous, so the end is waited for inside the timed region.</summary>
internal static class KernelTimer
{
    // A sample is repeated launches that take at least this long together: then the launch itself and the clock hardly count.
    private const double ShortestSample = 0.005;
    private const int FewestSamples = 5, MostRepeats = 2000;

    /// <summary>Seconds for one go.</summary>
    public static double Once(Device device, Action enqueue)
    {
        if (device is SimtDevice simt)
            return simt.Measure(enqueue);
        device.Synchronize();
        long start = Stopwatch.GetTimestamp();
        enqueue();
        device.Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>
    /// The median of several samples (the mean would count the neighbours' noise), for as long as <paramref name="seconds"/>. What was
    /// to be compiled must have been: run it once before.
    /// </summary>
    public static double Median(Device device, Action enqueue, double seconds)
    {
        double first = Once(device, enqueue);
        if (first > seconds * 5)
            return first;
        int repeats = (int)Math.Clamp(ShortestSample / Math.Max(first, 1e-9), 1, MostRepeats);
        List<double> samples = [];
        for (double total = 0; total < seconds || samples.Count < FewestSamples;)
        {
            double sample = Once(device, Repeat);
            samples.Add(sample / repeats);
            total += sample;
        }

        samples.Sort();
        return samples[samples.Count / 2];

        void Repeat()
        {
            for (int i = 0; i < repeats; i++)
                enqueue();
        }
    }
}
