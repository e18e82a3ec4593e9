using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanFromScratch.Gan.Output;

/// <summary>A JSON object from a file that may have been edited by hand.</summary>
internal static class JsonText
{
    /// <summary>Parses the object in <paramref name="json"/>; all errors in it are found here, not on later access.</summary>
    /// <exception cref="JsonException">It is no JSON object, a name stands twice, or a text has half a character.</exception>
    public static JsonObject ParseObject(string json)
    {
        string text = json.TrimStart('\uFEFF');
        RefuseHalfCharacters(text);
        var node = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("there is no { at its beginning");
        try
        {
            RefuseDoubleNames(node);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }

        return node;
    }

    /// <summary>An escape such as \ud800 without its other half is correct JSON, and no text can be made of it.</summary>
    private static void RefuseHalfCharacters(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException(
                $"the text at byte {reader.TokenStartIndex} has half a character (an escape such as \\ud800 without its other half)", e);
        }
    }

    // The names of an object are compared when it is first looked into.
    private static void RefuseDoubleNames(JsonNode? node)
    {
        if (node is JsonObject of)
        {
            foreach ((_, JsonNode? value) in of)
                RefuseDoubleNames(value);
        }
        else if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
                RefuseDoubleNames(item);
        }
    }
}
