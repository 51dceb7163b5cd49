// The drawing board's own words, in Chinese. What stands not here stays as the board says it.
window.flowWords = {
  "Activate hand tool": "抓手：拖动画布", "Activate lasso tool": "框选", "Activate create/remove space tool": "腾出、收回空间",
  "Activate global connect tool": "连线", "Create start event": "开始", "Create intermediate/boundary event": "中间事件",
  "Create end event": "结束", "Create gateway": "网关（分支、汇合）", "Create task": "环节", "Create expanded sub-process": "子流程",
  "Create data object reference": "数据", "Create data store reference": "数据存储", "Create pool/participant": "泳池", "Create group": "分组",
  "Append end event": "接：结束", "Append gateway": "接：网关", "Append task": "接：环节", "Append intermediate/boundary event": "接：中间事件",
  "Add text annotation": "加说明", "Change element": "改成别的", "Change type": "改成别的", "Delete": "删除", "Remove": "删除",
  "Connect to other element": "连到别处", "Connect using sequence/message flow or association": "连线",
  "Task": "环节（未定）", "User task": "人办的环节", "Service task": "系统动作", "Send task": "发送", "Receive task": "等消息",
  "Manual task": "线下办的环节", "Business rule task": "规则", "Script task": "脚本", "Call activity": "调用另一流程",
  "Sub-process (collapsed)": "子流程（收起）", "Sub-process (expanded)": "子流程（展开）", "Event sub-process": "事件子流程",
  "Exclusive gateway": "只走一条", "Parallel gateway": "同时都走", "Inclusive gateway": "符合的都走", "Event-based gateway": "看先发生什么",
  "Complex gateway": "复杂网关（不执行）", "Start event": "开始", "End event": "结束", "Terminate end event": "终止结束",
  "Timer start event": "定时开始", "Message start event": "消息开始", "Timer intermediate catch event": "等到时间",
  "Message intermediate catch event": "等消息", "Message end event": "结束并发消息", "Error end event": "出错结束", "Signal end event": "结束并发信号",
  "Timer boundary event": "到时间（中断）", "Timer boundary event (non-interrupting)": "到时间（不中断）",
  "Message boundary event": "来消息（中断）", "Error boundary event": "出错", "Loop": "重复", "Parallel multi-instance": "逐个办理：同时",
  "Sequential multi-instance": "逐个办理：依次", "Sequence flow": "连线", "Default flow": "默认连线", "Conditional flow": "有条件的连线",
  "Search": "查找", "Open minimap": "缩略图", "Toggle non-interrupting": "是否中断"
};
