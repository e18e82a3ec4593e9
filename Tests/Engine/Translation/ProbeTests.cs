namespace GanFromScratch.Tests.Translation;
public class ProbeTests
{
    [Test]
    public void Probe()
    {
        foreach (string file in Directory.GetFiles("/tmp/th/probes", "*.txt").Order())
        foreach (string probe in File.ReadAllText(file).Split("\n====\n"))
        {
            string[] parts = probe.Split("\n--\n");
            var t = TranslatedSource.OfKernel(parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
            Console.WriteLine("#### " + probe.Trim());
            if (t.Crash != null) Console.WriteLine("CRASH " + t.Crash);
            foreach (var e in t.CompilerErrors) Console.WriteLine("  CS: " + e);
            foreach (var e in t.Refusals) Console.WriteLine("  REFUSED " + e + " " + t.Message);
            if (!t.Refusals.Any())
                foreach (string u in t.Units) Console.WriteLine((file.Contains("checked") ? t.CheckedC(u) : t.C(u)));
        }
    }
}
