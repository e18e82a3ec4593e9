using System.Diagnostics;
using System.Text.Json;
using GanFromScratch.Engine.Measures;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Profiling;

/// <summary>
/// Steps in the Trace Event Format, which chrome://tracing and Perfetto (ui.perfetto.dev) show: steps, phases, ops and kernels as nested
/// events of one thread. All are complete events (<c>"ph": "X"</c>) with begin and duration in microseconds.
/// </summary>
public static class ChromeTrace
{
    private const int Process = 1, Thread = 1;

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="GanFromScratch.Engine.InputException">The file cannot be written.</exception>
    public static void Write(string path, string title, IReadOnlyList<ProfiledStep> steps) =>
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            Write(json, title, steps);
        });

    private static void Write(Utf8JsonWriter json, string title, IReadOnlyList<ProfiledStep> steps)
    {
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        WriteName(json, "process_name", title);
        WriteName(json, "thread_name", "training step");
        long origin = steps.Count == 0 ? 0 : steps[0].Start;
        for (int i = 0; i < steps.Count; i++)
            WriteStep(json, $"step {i + 1}", steps[i], origin);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, string name, ProfiledStep step, long origin)
    {
        WriteEvent(json, name, "step", step.Start, step.End, origin, null);
        foreach (ObservedPhase phase in step.Phases)
            WriteEvent(json, phase.Name, "phase", phase.Start, phase.End, origin, null);
        foreach (IGrouping<int, ObservedLaunch> call in step.Launches.GroupBy(l => l.Call))
        {
            ObservedLaunch first = call.First();
            WriteEvent(json, first.IsBackward ? $"{first.Op} backward" : first.Op, "op", first.Start, call.Last().End, origin, null);
            foreach (ObservedLaunch launch in call)
                WriteEvent(json, launch.Kernel, "kernel", launch.Start, launch.End, origin, launch);
        }
    }

    private static void WriteEvent(
        Utf8JsonWriter json, string name, string category, long start, long end, long origin, ObservedLaunch? launch)
    {
        (decimal begin, decimal stop) = (Microseconds(start - origin), Microseconds(end - origin));
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("cat", category);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", begin);
        json.WriteNumber("dur", stop - begin);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", Thread);
        if (launch is { } of)
        {
            json.WriteStartObject("args");
            json.WriteString("phase", of.Phase);
            if (of.Bytes > 0)
                json.WriteNumber("bytes", of.Bytes);
            if (of.Flops > 0)
                json.WriteNumber("flops", of.Flops);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A metadata event: what the viewer writes beside the lines.</summary>
    private static void WriteName(Utf8JsonWriter json, string what, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", what);
        json.WriteString("ph", "M");
        json.WriteNumber("ts", 0);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", Thread);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Begin and end are both rounded to nanoseconds, so that nested events stay nested in the file.
    private static decimal Microseconds(long ticks) => Math.Floor(ticks * 1e9m / Stopwatch.Frequency) / 1000;
}
