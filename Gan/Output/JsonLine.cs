using System.Globalization;
using System.Text;

namespace GanFromScratch.Gan.Output;

/// <summary>One measure: a JSON object on one line, or the same as words.</summary>
internal static class JsonLine
{
    public static void Print(bool json, params (string Name, object Value)[] fields)
    {
        var line = new StringBuilder();
        foreach ((string name, object value) in fields)
        {
            string text = value is double d ? Math.Round(d, 4).ToString(CultureInfo.InvariantCulture)
                : value is bool b ? (b ? "true" : "false")
                : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            if (json)
                line.Append(line.Length == 0 ? "" : ",").Append('"').Append(name).Append("\":").Append(
                    value is string ? $"\"{text}\"" : text);
            else
                line.Append(line.Length == 0 ? "" : "  ").Append(name == "measure" ? text : $"{name} {text}");
        }

        Console.WriteLine(json ? $"{{{line}}}" : line.ToString());
    }
}
