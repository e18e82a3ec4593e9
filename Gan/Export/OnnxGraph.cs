using System.Buffers.Binary;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Gan.Export;

/// <summary>
/// A graph of ONNX operators as it grows, and its file. The messages and the numbers of their fields are those of onnx.proto
/// (github.com/onnx/onnx, onnx/onnx.proto); the operators are those of opset <see cref="Opset"/>, which every runtime of the last years
/// reads. Values have names; a node takes some and makes one.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>Version of the operators.</summary>
    public const int Opset = 17;

    /// <summary>Name of the dynamic first dimension of inputs and outputs.</summary>
    public const string Batch = "N";

    private const int IrVersion = 8, FloatType = 1, LongType = 7;
    private const int AttributeFloat = 1, AttributeInt = 2, AttributeText = 3, AttributeInts = 7;

    private readonly List<Node> nodes = [];
    private readonly Dictionary<string, Initializer> initializers = [];
    private readonly List<ValueInfo> inputs = [], outputs = [];
    private readonly HashSet<string> names = [];

    private sealed record Node(string Op, string[] Inputs, string Output, (string Name, object Value)[] Attributes);

    private sealed record Initializer(int Type, int[] Shape, byte[] Data);

    private sealed record ValueInfo(string Name, int Type, int[] Shape);

    /// <summary>Number of nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>An input of the graph, (N, <paramref name="shape"/>).</summary>
    /// <param name="whole">Whether it holds whole numbers (int64), otherwise floats.</param>
    public string Input(string name, Shape shape, bool whole)
    {
        inputs.Add(new(name, whole ? LongType : FloatType, shape.ToArray()));
        return Unique(name);
    }

    /// <summary>Makes a value of a node an output of the graph, (N, <paramref name="shape"/>), under another name.</summary>
    public void Output(string value, string name, Shape shape)
    {
        outputs.Add(new(name, FloatType, shape.ToArray()));
        nodes.Add(new Node("Identity", [value], Unique(name), []));
    }

    /// <summary>Adds a node.</summary>
    /// <param name="op">Name of the operator.</param>
    /// <param name="operands">Names of values; an optional one that is left out is "".</param>
    /// <param name="attributes">A long, float, string or long[] each.</param>
    /// <returns>The name of its result.</returns>
    public string Add(string op, string[] operands, params (string Name, object Value)[] attributes)
    {
        string output = Unique(string.Create(CultureInfo.InvariantCulture, $"{op.ToLowerInvariant()}_{nodes.Count}"));
        nodes.Add(new Node(op, operands, output, attributes));
        return output;
    }

    /// <summary>Constant floats.</summary>
    public string Floats(string name, Shape shape, ReadOnlySpan<float> values)
    {
        byte[] data = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        name = Unique(name);
        initializers.Add(name, new(FloatType, shape.ToArray(), data));
        return name;
    }

    /// <summary>A constant number; equal ones are stored once.</summary>
    public string Number(double value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"number_{(float)value:R}");
        return initializers.ContainsKey(name) ? name : Floats(name, [], [(float)value]);
    }

    /// <summary>A constant list of whole numbers, of shape (its length); equal ones are stored once.</summary>
    public string Longs(params ReadOnlySpan<long> values)
    {
        string name = $"list_{string.Join('_', values.ToArray().Select(v => v.ToString(CultureInfo.InvariantCulture)))}";
        if (initializers.ContainsKey(name))
            return name;
        byte[] data = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        initializers.Add(Unique(name), new(LongType, [values.Length], data));
        return name;
    }

    /// <summary>The file.</summary>
    /// <param name="name">Of the graph.</param>
    /// <param name="description">For a person who looks at it.</param>
    /// <param name="metadata">By key.</param>
    /// <exception cref="InputException">More than the 2 GB that a message can have.</exception>
    public byte[] ToBytes(string name, string description, IReadOnlyDictionary<string, string> metadata)
    {
        const long most = int.MaxValue;
        long bytes = initializers.Values.Sum(t => (long)t.Data.Length);
        if (bytes > most / 2)
            throw new InputException(
                $"The weights of {name} take {bytes:N0} bytes, and an ONNX file in one piece is kept to {most / 2:N0} here; use --to "
                + "safetensors.");
        var model = new ProtobufWriter();
        model.Write(1, IrVersion);
        model.Write(2, nameof(GanFromScratch));
        model.Write(7, graph => WriteGraph(graph, name, description));
        model.Write(8, opset => opset.Write(2, Opset));
        foreach ((string key, string value) in metadata)
        {
            model.Write(14, entry =>
            {
                entry.Write(1, key);
                entry.Write(2, value);
            });
        }

        return model.ToArray();
    }

    private void WriteGraph(ProtobufWriter graph, string name, string description)
    {
        foreach (Node node in nodes)
            graph.Write(1, message => WriteNode(message, node));
        graph.Write(2, name);
        foreach ((string key, Initializer tensor) in initializers)
        {
            graph.Write(5, message =>
            {
                foreach (int size in tensor.Shape)
                    message.Write(1, size);
                message.Write(2, tensor.Type);
                message.Write(8, key);
                message.Write(9, tensor.Data);
            });
        }

        graph.Write(10, description);
        foreach (ValueInfo input in inputs)
            graph.Write(11, message => WriteValue(message, input));
        foreach (ValueInfo output in outputs)
            graph.Write(12, message => WriteValue(message, output));
    }

    private static void WriteNode(ProtobufWriter message, Node node)
    {
        foreach (string input in node.Inputs)
            message.Write(1, input);
        message.Write(2, node.Output);
        message.Write(3, node.Output);
        message.Write(4, node.Op);
        foreach ((string name, object value) in node.Attributes)
        {
            message.Write(5, attribute =>
            {
                attribute.Write(1, name);
                switch (value)
                {
                    case float number:
                        attribute.Write(2, number);
                        attribute.Write(20, AttributeFloat);
                        break;
                    case long whole:
                        attribute.Write(3, whole);
                        attribute.Write(20, AttributeInt);
                        break;
                    case string text:
                        attribute.Write(4, text);
                        attribute.Write(20, AttributeText);
                        break;
                    case long[] list:
                        foreach (long item in list)
                            attribute.Write(8, item);
                        attribute.Write(20, AttributeInts);
                        break;
                    default:
                        throw new InvalidOperationException($"An attribute cannot be a {value.GetType().Name}.");
                }
            });
        }
    }

    /// <summary>A value's name and its type: a tensor of a dynamic first dimension.</summary>
    private static void WriteValue(ProtobufWriter message, ValueInfo value)
    {
        message.Write(1, value.Name);
        message.Write(2, type => type.Write(1, tensor =>
        {
            tensor.Write(1, value.Type);
            tensor.Write(2, shape =>
            {
                shape.Write(1, first => first.Write(2, Batch));
                foreach (int size in value.Shape)
                    shape.Write(1, dimension => dimension.Write(1, size));
            });
        }));
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }
}
