using System.Diagnostics;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Measures;

/// <summary>Times a device's work. Launches are asynchronous, so the timed region includes waiting for the end.</summary>
internal static class KernelTimer
{
    // A sample is repeated launches that take at least this long together, so that the overhead of the launch and the clock is small.
    private const double ShortestSample = 0.005;
    private const int FewestSamples = 5, MostRepeats = 2000;

    /// <summary>Seconds for one run.</summary>
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
    /// The median of several samples (a mean would include other programs' noise), for as long as <paramref name="seconds"/>. Run it once
    /// before, so that all kernels are compiled.
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
